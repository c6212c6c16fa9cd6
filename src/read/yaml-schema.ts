import { binaryTag, CORE_SCHEMA, mergeTag, Schema } from 'js-yaml';

let schema: Schema | undefined;

/** As Prometheus reads its files: no dates, but merge keys and bytes. */
export function prometheusSchema(): Schema {
  schema ??= new Schema([...CORE_SCHEMA.tags, mergeTag, binaryTag]);
  return schema;
}
