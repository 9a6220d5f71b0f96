import type { Problem } from '../problem.ts'
import type { CheckId } from './check.ts'
import type { Material } from './material.ts'

/** A check as it is written: what it finds, why it has nothing to look at, and what it looked at. */
export interface CheckDefinition {
  id: CheckId
  title: string
  find(material: Material): Promise<Found> | Found
}
export interface Found {
  problems: Problem[]
  skipped?: string | undefined
  detail?: string | undefined
}
