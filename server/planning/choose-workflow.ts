import { meets } from './conditions.ts'
import type { PlanNotification, PlanStep, PlanWorkflow } from './types.ts'
import { noWorkflowText } from './words.ts'

/** The version of a workflow that is only tried out. */
export const UNSAVED = 0

export interface Chosen {
  /** The first whose conditions hold. */
  workflow: PlanWorkflow | null
  steps: PlanStep[]
  /** Why there is none, in words. */
  reasonText: string
}

/** The workflow that takes an event: the first of those that listen whose conditions hold. */
export function chooseWorkflow(
  { eventType, source, data }: PlanNotification,
  workflows: readonly PlanWorkflow[],
): Chosen {
  const steps: PlanStep[] = []
  const unmet: string[] = []
  for (const workflow of workflows) {
    const named = `“${workflow.name}” (${workflow.key})`
    const met = workflow.conditions ? meets(workflow.conditions, data) : { holds: true, texts: [] }
    const because = met.texts.join('; ')
    if (met.holds) {
      const as = workflow.version === UNSAVED ? 'as it is written here' : `version ${workflow.version}`
      steps.push({ code: 'workflow', outcome: 'info', text: `The workflow ${named} takes it, ${as}.` })
      if (workflow.conditions) {
        steps.push({
          code: 'conditions',
          outcome: 'passed',
          text: `Its conditions hold: ${because || 'none is set'}.`,
        })
      }
      return { workflow, steps, reasonText: '' }
    }
    unmet.push(`of the workflow “${workflow.key}” (${because})`)
    steps.push({
      code: 'condition_not_met',
      outcome: 'info',
      text: `The workflow ${named} is passed over. Its conditions do not hold: ${because}.`,
    })
  }
  const reasonText =
    unmet.length === 0 ? noWorkflowText(eventType, source) : `No conditions hold: ${unmet.join(', nor ')}.`
  return { workflow: null, steps, reasonText }
}
