CREATE TABLE "erasures" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"names" text[] NOT NULL,
	"addresses" text[] NOT NULL,
	"requested_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_user_idx" ON "idempotency_keys" USING btree (substring(answer ->> 'body' from '"user_id":"([0-9a-f-]{36})"')) WHERE answer is not null;--> statement-breakpoint
CREATE INDEX "users_email_prefix_idx" ON "users" USING btree (lower(email) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_external_id_prefix_idx" ON "users" USING btree (lower(external_id) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_name_words_idx" ON "users" USING gin (to_tsvector('simple', translate(name, './-_@:+''', '        ')));