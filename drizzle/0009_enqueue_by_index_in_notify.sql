-- The queue's statements, planned on what may be an empty table and kept while the caller's transaction fills it, would
-- scan it: 10,000 calls took minutes. Planned for every call anew, which is PostgreSQL's choice, they cost five times more.
ALTER FUNCTION notify(text, jsonb, text, timestamptz, uuid) SET enable_seqscan = off;
--> statement-breakpoint
ALTER FUNCTION notify(text, jsonb, text, timestamptz, uuid) SET plan_cache_mode = force_generic_plan;
