import { isObject } from '../../json.js';
import { byText, dropDefaults, dropEmpty, dropKeys, inOrder, type Json, objectsOf, plain } from './plain.js';

const defaults: Readonly<Json> = {
  access: 'proxy',
  basicAuth: false,
  basicAuthUser: '',
  database: '',
  editable: false,
  isDefault: false,
  orgId: 1,
  password: '',
  url: '',
  user: '',
  withCredentials: false,
};

/** Added by the server to what it answers. */
const noise = [
  'id',
  'readOnly',
  'secureJsonFields',
  'typeLogoUrl',
  'typeName',
  'apiVersion',
  'version',
  'accessControl',
];

/** Data sources by uid, as a provisioning file lists them. */
export function canonicalDatasources(raw: unknown): unknown {
  const body = plain(raw);
  if (!isObject(body)) return body;
  const datasources = objectsOf(body.datasources).map(canonicalDatasource);
  const rest = dropDefaults(body, { apiVersion: 1, prune: false });
  dropEmpty(rest, ['deleteDatasources']);
  return inOrder({ ...rest, datasources: datasources.sort((a, b) => byText(a.uid ?? a.name, b.uid ?? b.name)) });
}

/** One data source, as the API knows it. */
export function canonicalSource(raw: unknown): unknown {
  const body = plain(raw);
  return isObject(body) ? canonicalDatasource(body) : body;
}

function canonicalDatasource(datasource: Json): Json {
  dropDefaults(dropKeys(datasource, noise), defaults);
  return inOrder(dropEmpty(datasource, ['jsonData', 'secureJsonData']));
}
