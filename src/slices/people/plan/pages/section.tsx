import type { ComponentChildren, VNode } from 'preact'
import { Actions, Button, Panel } from '#kit/ui/index.ts'
import type { View } from '../form-shape.ts'

export interface Part {
  ctx: View
  /** Address of the plan's forms. */
  at: (path: string) => string
}

/** The way on from a panel: large enough for a thumb, and not on paper. */
export const Act = (props: { href: string; children: ComponentChildren }): VNode => (
  <Actions>
    <Button kind="secondary" href={props.href}>
      {props.children}
    </Button>
  </Actions>
)

/** Behind a line that says what it is; nothing at all where there is no title. */
export const Folded = (props: {
  title: string | null
  children: ComponentChildren
}): VNode | null =>
  props.title === null ? null : (
    <details>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  )

/** A part of the plan with air between its lines. */
export const Section = (props: { title: string; children: ComponentChildren }): VNode => (
  <Panel title={props.title}>
    <div class="stack">{props.children}</div>
  </Panel>
)
