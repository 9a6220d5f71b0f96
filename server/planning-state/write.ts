import type postgres from 'postgres'
import type { PlanningMemory } from './memory.ts'

/** Writes what was added to the memory, on the transaction that read it. */
export async function writeMemory(tx: postgres.ISql, { added, changed }: PlanningMemory): Promise<void> {
  if (added.length > 0) {
    await tx`
      insert into planned_lately (workflow_id, recipient, notification_id, fingerprint, at, expires_at)
      select "workflowId", recipient, "notificationId", fingerprint, at, "expiresAt"
      from json_to_recordset(${JSON.stringify(added)}::text::json) as x("workflowId" uuid, recipient text,
        "notificationId" uuid, fingerprint text, at timestamptz, "expiresAt" timestamptz)
      on conflict do nothing`
  }
  if (changed.size > 0) {
    await tx`
      insert into digests (workflow_id, recipient, channel, delivery_id, due_at, count, closed)
      select "workflowId", recipient, channel, "deliveryId", "dueAt", count, closed
      from json_to_recordset(${JSON.stringify([...changed.values()])}::text::json) as x("workflowId" uuid,
        recipient text, channel text, "deliveryId" uuid, "dueAt" timestamptz, count integer, closed boolean)
      on conflict (workflow_id, recipient, channel) do update set delivery_id = excluded.delivery_id,
        due_at = excluded.due_at, count = excluded.count, closed = excluded.closed`
  }
}
