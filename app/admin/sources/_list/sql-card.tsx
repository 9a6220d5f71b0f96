import { CodeBlock } from '#app/_components/code-block.tsx'
import { Card } from '#app/_components/ui/card.tsx'

/** How a program on the same database notifies inside its own transaction. */
export function SqlCard({ schema }: { schema: string }) {
  const call = [
    'BEGIN;',
    "INSERT INTO orders (id) VALUES ('123');",
    `SELECT ${schema}.notify('ORDER_CREATED',`,
    '  \'{"order_id": "123", "customer_email": "you@example.com"}\');',
    'COMMIT;',
  ].join('\n')
  const grant = [
    `GRANT USAGE ON SCHEMA ${schema} TO shop;`,
    `GRANT EXECUTE ON FUNCTION ${schema}.notify(text, jsonb, text, timestamptz, uuid) TO shop;`,
  ].join('\n')
  return (
    <Card title="SQL">
      <div className="grid gap-3 text-sm">
        <p className="text-muted">
          A program on the same PostgreSQL calls a function: the notification exists if and only if its
          transaction commits. It needs no other right.
        </p>
        <CodeBlock label="Notify" code={call} />
        <CodeBlock label="Let a role call it" code={grant} />
      </div>
    </Card>
  )
}
