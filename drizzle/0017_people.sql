CREATE TABLE "categories" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"required" boolean NOT NULL,
	"email_default" boolean NOT NULL,
	"push_default" boolean NOT NULL,
	"unsubscribable" boolean NOT NULL,
	"critical" boolean NOT NULL,
	"built_in" boolean NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_import_chunks" (
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "user_import_chunks_import_id_position_pk" PRIMARY KEY("import_id","position")
);
--> statement-breakpoint
CREATE TABLE "user_import_errors" (
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"issues" jsonb NOT NULL,
	CONSTRAINT "user_import_errors_import_id_line_pk" PRIMARY KEY("import_id","line")
);
--> statement-breakpoint
CREATE TABLE "user_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"size" bigint NOT NULL,
	"state" text NOT NULL,
	"delimiter" text NOT NULL,
	"columns" text[] NOT NULL,
	"mapping" jsonb NOT NULL,
	"update_existing" boolean NOT NULL,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"error" text,
	"started_by" text NOT NULL,
	"started_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"workflow_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"channel" text NOT NULL,
	"delivery_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	"closed" boolean NOT NULL,
	CONSTRAINT "digests_workflow_id_recipient_channel_pk" PRIMARY KEY("workflow_id","recipient","channel")
);
--> statement-breakpoint
CREATE TABLE "planned_lately" (
	"workflow_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"notification_id" uuid NOT NULL,
	"fingerprint" text,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "planned_lately_workflow_id_recipient_notification_id_pk" PRIMARY KEY("workflow_id","recipient","notification_id")
);
--> statement-breakpoint
CREATE TABLE "address_preferences" (
	"address" text PRIMARY KEY NOT NULL,
	"off" text[] NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revoked_links" (
	"address_hash" text PRIMARY KEY NOT NULL,
	"before" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vapid_keys" (
	"id" integer PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflow_versions" (
	"workflow_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"note" text,
	"restores" integer,
	"author" text NOT NULL,
	"author_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workflow_versions_workflow_id_version_pk" PRIMARY KEY("workflow_id","version")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "workflow_version" integer;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "category" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "critical" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "fallback" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "digest_of" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "is_digest" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "plan" jsonb;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "critical" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "conditions" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "delay_s" integer;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "throttle" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "duplicates" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "digest" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "fallback" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "push" jsonb;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "updated_by_name" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "user_import_chunks" ADD CONSTRAINT "user_import_chunks_import_id_user_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "user_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_import_errors" ADD CONSTRAINT "user_import_errors_import_id_user_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "user_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_imports_state_idx" ON "user_imports" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "digests_delivery_idx" ON "digests" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "planned_lately_expires_idx" ON "planned_lately" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "deliveries_digest_idx" ON "deliveries" USING btree ("digest_of") WHERE digest_of is not null;--> statement-breakpoint
CREATE INDEX "deliveries_held_idx" ON "deliveries" USING btree ("user_id") WHERE status = 'HELD';