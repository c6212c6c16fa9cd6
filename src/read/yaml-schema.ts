import { binaryTag, CORE_SCHEMA, mergeTag, Schema } from 'js-yaml';

/** As Prometheus reads its files: no dates, but merge keys and bytes. */
export const schema = new Schema([...CORE_SCHEMA.tags, mergeTag, binaryTag]);
