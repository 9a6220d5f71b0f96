/** A template of the studio to try things with. */
export interface DemoTemplate {
  key: string
  name: string
  description: string
  kind: 'visual' | 'code'
  category: string
  variables: Record<string, unknown>
  /** The default first. */
  locales: { locale: string; source: Record<string, unknown> }[]
  fixtures: { name: string; data: Record<string, unknown> }[]
}
