CREATE TABLE "assets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"size" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_by_name" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "brand_themes" (
	"id" integer PRIMARY KEY NOT NULL,
	"theme" jsonb NOT NULL,
	"lock_version" integer NOT NULL,
	"updated_by_name" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_backtest_results" (
	"backtest_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"locale" text NOT NULL,
	"outcome" text NOT NULL,
	"problem" text,
	"missing" text[] NOT NULL,
	CONSTRAINT "template_backtest_results_backtest_id_notification_id_locale_pk" PRIMARY KEY("backtest_id","notification_id","locale")
);
--> statement-breakpoint
CREATE TABLE "template_backtests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"template_key" text NOT NULL,
	"state" text NOT NULL,
	"total" integer NOT NULL,
	"done" integer NOT NULL,
	"failed" integer NOT NULL,
	"changed" integer NOT NULL,
	"lock_version" integer NOT NULL,
	"snapshot" jsonb NOT NULL,
	"started_by_name" text,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "template_draft_locales" (
	"template_key" text NOT NULL,
	"locale" text NOT NULL,
	"position" integer NOT NULL,
	"source" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "template_draft_locales_template_key_locale_pk" PRIMARY KEY("template_key","locale")
);
--> statement-breakpoint
CREATE TABLE "template_drafts" (
	"template_key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"variables" jsonb,
	"lock_version" integer NOT NULL,
	"based_on" integer,
	"updated_by" text NOT NULL,
	"updated_by_name" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_fixtures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"template_key" text NOT NULL,
	"name" text NOT NULL,
	"data" jsonb NOT NULL,
	"updated_by_name" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "template_locales" ALTER COLUMN "compiled" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "kind" text DEFAULT 'plain' NOT NULL;--> statement-breakpoint
-- Before anything refuses it: what there is.
UPDATE "template_versions" SET "kind" = 'git' WHERE "template_key" IN (SELECT "key" FROM "templates" WHERE "kind" = 'git');--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "override_reason" text;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "overridden" jsonb;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "template_backtest_results" ADD CONSTRAINT "template_backtest_results_backtest_id_template_backtests_id_fk" FOREIGN KEY ("backtest_id") REFERENCES "template_backtests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_backtests" ADD CONSTRAINT "template_backtests_template_key_templates_key_fk" FOREIGN KEY ("template_key") REFERENCES "templates"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_draft_locales" ADD CONSTRAINT "template_draft_locales_template_key_template_drafts_template_key_fk" FOREIGN KEY ("template_key") REFERENCES "template_drafts"("template_key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_drafts" ADD CONSTRAINT "template_drafts_template_key_templates_key_fk" FOREIGN KEY ("template_key") REFERENCES "templates"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_fixtures" ADD CONSTRAINT "template_fixtures_template_key_templates_key_fk" FOREIGN KEY ("template_key") REFERENCES "templates"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assets_sha256_idx" ON "assets" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "template_backtests_template_idx" ON "template_backtests" USING btree ("template_key","id");--> statement-breakpoint
CREATE UNIQUE INDEX "template_fixtures_name_idx" ON "template_fixtures" USING btree ("template_key","name");