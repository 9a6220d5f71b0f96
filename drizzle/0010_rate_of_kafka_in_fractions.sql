ALTER TABLE "kafka_consumers" ALTER COLUMN "per_second" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "kafka_offsets" ALTER COLUMN "per_second" SET DATA TYPE double precision;