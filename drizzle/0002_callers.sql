CREATE TABLE "kafka_consumers" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"group_id" text NOT NULL,
	"state" text NOT NULL,
	"error" text,
	"partitions" text[] NOT NULL,
	"stored" bigint NOT NULL,
	"per_second" integer NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kafka_offsets" (
	"group_id" text NOT NULL,
	"topic_id" text NOT NULL,
	"partition" integer NOT NULL,
	"topic" text NOT NULL,
	"next_offset" bigint NOT NULL,
	"end_offset" bigint,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kafka_offsets_group_id_topic_id_partition_pk" PRIMARY KEY("group_id","topic_id","partition")
);
--> statement-breakpoint
CREATE TABLE "member_invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "source_refusals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source_key" text NOT NULL,
	"status" integer NOT NULL,
	"reason" text NOT NULL,
	"trace_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_traffic" (
	"source_key" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "source_traffic_source_key_minute_pk" PRIMARY KEY("source_key","minute")
);
--> statement-breakpoint
CREATE TABLE "webhook_sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"auth" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"secrets" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"rate_limit" integer,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_sources_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" text NOT NULL,
	"provider" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"delivery_id" uuid,
	"detail" jsonb NOT NULL,
	CONSTRAINT "provider_events_provider_id_pk" PRIMARY KEY("provider","id")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"delivery_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suppressions_channel_address_pk" PRIMARY KEY("channel","address")
);
--> statement-breakpoint
CREATE TABLE "template_locales" (
	"template_key" text NOT NULL,
	"version" integer NOT NULL,
	"locale" text NOT NULL,
	"position" integer NOT NULL,
	"source" jsonb NOT NULL,
	"compiled" jsonb NOT NULL,
	CONSTRAINT "template_locales_template_key_version_locale_pk" PRIMARY KEY("template_key","version","locale")
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"email_enabled" boolean DEFAULT true NOT NULL,
	"push_enabled" boolean DEFAULT true NOT NULL,
	"quiet_hours_start" text,
	"quiet_hours_end" text,
	"categories" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "push_subscriptions_endpoint_unique" UNIQUE("endpoint")
);
--> statement-breakpoint
CREATE TABLE "web_replicas" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ALTER COLUMN "notification_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "rate_limit" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "role" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "answer" jsonb;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "addressee" text;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "scheduled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "variables" jsonb;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "restores" integer;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "author" text;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "author_name" text;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "source_refusals_source_idx" ON "source_refusals" USING btree ("source_key","id");--> statement-breakpoint
CREATE INDEX "provider_events_delivery_idx" ON "provider_events" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "push_subscriptions_user_idx" ON "push_subscriptions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "deliveries_provider_message_idx" ON "deliveries" USING btree ("provider_message_id") WHERE provider_message_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_webhook_idx" ON "notifications" USING btree ("source_name","id") WHERE source = 'webhook';--> statement-breakpoint
CREATE INDEX "notifications_user_idx" ON "notifications" USING btree ("user_id","id") WHERE user_id is not null;--> statement-breakpoint
-- Who could sign in before there were roles could do everything.
UPDATE "members" SET "role" = 'admin';--> statement-breakpoint
-- What is posted by SQL is meant to be sent, as by the API.
UPDATE "workflows" SET "sources" = "sources" || '{sql}' WHERE "sources" = '{api,webhook}';
