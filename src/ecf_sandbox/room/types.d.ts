// The shapes that the control room reads, by the names of the control document.
import type { components } from './control'
import type { ComponentChildren, VNode } from './vendor/preact'

type Schemas = components['schemas']

export type World = Schemas['World']
export type Row = Schemas['JournalRow']
export type Entry = Schemas['JournalEntry'] & { problems?: Problem[] }
export type Problem = { title: string; detail: string; rule: string }
export type Rule = { id: string; chapter: string; about: string; summary: string }
export type Message = Schemas['Message']
export type Snapshot = Schemas['Snapshot']
export type Participant = Schemas['Participant']
export type Declaration = Schemas['SandboxDeclarations']['declarations'][number]
export type Schedule = Schemas['Schedules']['schedules'][number]
export type Statement = Schemas['Statements']['statements'][number]
export type Advisory = Schemas['Advisories']['advisories'][number]

export type Nodes = ComponentChildren
export type Markup = VNode<any> | VNode<any>[] | null

/** A choice with its words. */
export type Option = { value: string; label: string }

/** What a timeline shows: bars from one moment to another, marks at one. */
export type Bar = { label: string; from: number; to: number | null; note: string }
export type Mark = { label: string; at: number }
export type Timeline = { bars: Bar[]; marks: Mark[] }

/** A place that the clock can be sent to by name. */
export type Landmark = { label: string; body: Record<string, unknown> }

/** A field of an act's form. */
export type ActField = {
  name: string
  label: string
  hint?: string
  options?: Option[]
  value: string
}

/** Something that a provider can do, as a call of its API. */
export type Act = {
  id: string
  label: string
  explanation: string
  fields: ActField[]
  call: (values: Record<string, string>) => { method: string; path: string; body?: unknown }
}

/** One thing of the walk for newcomers. */
export type Step = { title: string; text: string; view?: string; id?: string; query?: string; curl?: string }

/** Who somebody is at a glance, whichever API shows them. */
export type Summary = {
  role: string
  provider: string | null
  schedule: string | null
  cohort: string | null
  training_status: string | null
  left: boolean
}

/** What the room knows of one API beside what its control document says. */
export type ApiModule = {
  title: string
  /** The day of a moment, where the API is used. */
  day: (at: string | number) => string
  /** Where the control API lists cohorts, and their years in what it answers. */
  cohorts: { path: string; of: (data: any) => string[] }
  schedules: (data: any) => Option[]
  timeline: (data: any, choice: string) => Timeline
  landmarks: (choice: string) => Landmark[]
  passed: (each: any) => string
  filters: { name: string; label: string; options: Option[] }[]
  summary: (participant: any) => Summary
  facts: (participant: any) => [string, unknown][]
  acts: (participant: any, declarations: any[], now: number, cohorts: string[]) => Act[]
  steps: (world: World, now: number) => Step[]
  /** Whether the control API lists schools and partnerships. */
  schools?: boolean
}
