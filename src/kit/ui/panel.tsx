/** Boxes that hold other things: a panel among panels (staff), a card in a list (public). */
import type { ComponentChildren, VNode } from 'preact'
import type { StatusValue } from './status.tsx'

interface PanelProps {
  title: string
  /** Quiet words at the right of the title: a count, a source. */
  aside?: ComponentChildren
  /** 2 unless the panel lies inside another section. */
  level?: 2 | 3
  id?: string
  children?: ComponentChildren
}

export const Panel = ({ title, aside, level = 2, id, children }: PanelProps): VNode => (
  <section class="panel" id={id}>
    <div class="panel__head">
      {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
      {aside ? <div class="panel__aside">{aside}</div> : null}
    </div>
    {children}
  </section>
)

/** Panels side by side while there is room; `main` gives the first column more of it. */
export const Grid = (props: { main?: boolean; children?: ComponentChildren }): VNode => (
  <div class={props.main ? 'grid grid--main' : 'grid'}>{props.children}</div>
)

/** One thing in a list; the edge repeats in colour what a tag inside says in words. */
export const Card = (props: {
  edge?: StatusValue | 'danger'
  id?: string
  children?: ComponentChildren
}): VNode => (
  <article class={props.edge ? `card card--${props.edge}` : 'card'} id={props.id}>
    {props.children}
  </article>
)
