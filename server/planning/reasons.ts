/**
 * Why a delivery is made, held or withheld, or nobody is told: the codes of `deliveries.reason` and of a plan's steps
 * that planning and the look before each sending give. Those of providers (`smtp_550` …) are theirs.
 */
export const planReasons = [
  // Sent
  'planned',
  // Held
  'scheduled',
  'delayed',
  'quiet_hours',
  'digest',
  'fallback',
  // Withheld
  'channel_off',
  'category_off',
  'unsubscribed',
  'suppressed',
  'not_allowed',
  'no_address',
  'duplicate',
  'throttled',
  'expired',
  'fallback_not_needed',
  // Recorded
  'no_workflow',
  'condition_not_met',
  'nobody_to_tell',
  'no_channel',
  'bad_data',
  // Failed
  'no_template',
  'no_user',
  'bug',
] as const
export type PlanReason = (typeof planReasons)[number]
