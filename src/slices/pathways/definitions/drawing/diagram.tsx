import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { t } from '../../texts.ts'
import { type DefinitionKey, definitionOf, sayKind } from '../index.ts'
import { type Arrow, BOX, type Box, layoutOf } from './layout.ts'

const LINE = 22

/** A label in at most two lines. */
const linesOf = (label: string): string[] => {
  if (label.length <= LINE) return [label]
  const middle = label.length / 2
  const spaces = [...label.matchAll(/ /g)].map((match) => match.index)
  if (spaces.length === 0) return [label]
  const best = spaces.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a))
  return [label.slice(0, best), label.slice(best + 1)]
}

/**
 * The states of a definition as boxes and its steps as numbered arrows, drawn from the data. Whoever cannot
 * see it has the tables: the drawing says only what they say.
 * @param props.paper a white ground, where the drawing stands alone in a file
 */
export const Diagram = (props: {
  lang: Lang
  definition: DefinitionKey
  paper?: boolean
}): VNode => {
  const { lang, definition } = props
  const { width, height, boxes, arrows } = layoutOf(definitionOf(definition))
  const title = t(lang, 'kinds.drawing', { title: sayKind(definition, lang, 'title') })
  const ink = props.paper ? '#1a1a1a' : 'currentColor'
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={title}
      font-family="sans-serif"
      font-size="14"
    >
      <title>{title}</title>
      <defs>
        <marker
          id={`arrow-${definition}`}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path d="M0 0L10 5L0 10z" fill={ink} />
        </marker>
      </defs>
      {props.paper ? <rect width={width} height={height} fill="#ffffff" /> : null}
      {arrows.map(({ path, number }) => (
        <path
          key={number}
          d={path}
          fill="none"
          stroke={ink}
          stroke-width="1.3"
          stroke-opacity="0.7"
          marker-end={`url(#arrow-${definition})`}
        />
      ))}
      {boxes.map((box) => (
        <StateBox
          key={box.key}
          box={box}
          ink={ink}
          label={sayKind(definition, lang, `state.${box.key}`)}
        />
      ))}
      {arrows.map((arrow) => (
        <StepNumber key={arrow.number} arrow={arrow} />
      ))}
    </svg>
  )
}

const StateBox = ({ box, label, ink }: { box: Box; label: string; ink: string }): VNode => {
  const lines = linesOf(label)
  const middle = box.y + BOX.height / 2 + 5
  return (
    <g>
      <rect
        x={box.x}
        y={box.y}
        width={BOX.width}
        height={BOX.height}
        rx={box.final ? 26 : 4}
        fill="none"
        stroke={ink}
        stroke-width={box.initial ? 3 : 1.5}
        stroke-dasharray={box.final ? '5 3' : undefined}
      />
      <text text-anchor="middle" fill={ink} font-weight={box.initial ? 700 : 400}>
        {lines.map((line, index) => (
          <tspan
            key={line}
            x={box.x + BOX.width / 2}
            y={lines.length === 1 ? middle : middle - 9 + index * 18}
          >
            {line}
          </tspan>
        ))}
      </text>
    </g>
  )
}

/** White on dark in both modes, so that it reads over any line. */
const StepNumber = ({ arrow }: { arrow: Arrow }): VNode => (
  <g>
    <circle cx={arrow.x} cy={arrow.y} r="10" fill="#1b4f8f" />
    <text
      x={arrow.x}
      y={arrow.y + 4}
      text-anchor="middle"
      font-size="12"
      font-weight="700"
      fill="#ffffff"
    >
      {arrow.number}
    </text>
  </g>
)
