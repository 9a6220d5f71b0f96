export interface ReportAgeOf {
  /** Of the newest save, and whether all that was typed is in it. */
  lockVersion: number
  saved: boolean
  /** The lock version that the shown run was asked for. */
  asked: number
  /** The one that the server checked. */
  checked: number
}

/**
 * Whether a run of the checks is of the draft as it is here: `older` until a newer one is there; `overtaken`: of what
 * somebody else has saved since.
 */
export function reportAge({
  lockVersion,
  saved,
  asked,
  checked,
}: ReportAgeOf): 'current' | 'older' | 'overtaken' {
  if (!saved || asked !== lockVersion) return 'older'
  return checked === lockVersion ? 'current' : 'overtaken'
}
