ALTER TABLE "notifications" ADD COLUMN "sensitive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "sensitive_erased" text[];--> statement-breakpoint
CREATE INDEX "notifications_sensitive_idx" ON "notifications" USING btree ("id") WHERE sensitive;