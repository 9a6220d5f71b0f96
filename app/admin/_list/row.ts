/** What the lists of templates and workflows have in common: things that people write, by their key. */
export interface Row {
  key: string
  name: string | null
  archivedAt: Date | null
}

export const nameOf = ({ name, key }: Pick<Row, 'name' | 'key'>): string => name ?? key
