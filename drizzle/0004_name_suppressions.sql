ALTER TABLE "suppressions" ADD COLUMN "id" uuid NOT NULL;--> statement-breakpoint
CREATE INDEX "provider_events_unmatched_idx" ON "provider_events" USING btree ("received_at") WHERE delivery_id is null;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_id_unique" UNIQUE("id");