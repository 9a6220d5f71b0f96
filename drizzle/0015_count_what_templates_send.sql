CREATE TABLE "template_traffic" (
	"hour" timestamp with time zone NOT NULL,
	"template_key" text NOT NULL,
	"sent" integer NOT NULL,
	"failed" integer NOT NULL,
	CONSTRAINT "template_traffic_hour_template_key_pk" PRIMARY KEY("hour","template_key")
);
--> statement-breakpoint
ALTER TABLE "template_drafts" ADD COLUMN "category" text;