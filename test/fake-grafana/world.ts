import { randomBytes, randomUUID } from 'node:crypto';
import type { Json } from './answer.js';
import type { Edition } from './edition.js';

export interface StoredVersion {
  readonly version: number;
  readonly message: string;
  readonly spec: Json;
}

/** A dashboard or folder as it is stored; a folder's spec is its title. */
export interface Stored {
  readonly name: string;
  readonly uuid: string;
  readonly id: number;
  spec: Json;
  /** The API version the spec is in. */
  storedAs: string;
  /** The uid of the folder it lies in, '' for the root. */
  folder: string;
  /** `generation` of `/apis`, `version` of `/api`. */
  version: number;
  resourceVersion: string;
  /** Beside those the server makes itself. */
  annotations: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  readonly created: string;
  readonly createdBy: string;
  updated: string;
  updatedBy?: string;
  message: string;
  permissions: 'default' | 'none';
  history: StoredVersion[];
  /** Set by tests: who else holds it. */
  heldBy?: { readonly plugin: string } | 'file';
}

export interface StoredSource {
  readonly id: number;
  readonly uid: string;
  body: Json;
  secure: readonly string[];
  version: number;
  readOnly: boolean;
}

export interface Organisation {
  readonly id: number;
  readonly folders: Map<string, Stored>;
  readonly dashboards: Map<string, Stored>;
  readonly sources: Map<string, StoredSource>;
  readonly annotations: Json[];
}

export type Role = 'Admin' | 'Editor' | 'Viewer';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly role: Role;
  /** As annotations name it: `user:…`, `service-account:…`. */
  readonly who: string;
  /** The one organisation of a service account. */
  readonly org?: number;
}

/** Everything a Grafana remembers, and what tests may set. */
export interface World {
  readonly edition: Edition;
  readonly orgs: Map<number, Organisation>;
  readonly serviceAccounts: Account[];
  readonly tokens: Map<string, Account>;
  readonly settings: {
    hideVersion: boolean;
    databaseDown: boolean;
    quotaReached: boolean;
    /** The namespace of organisation 1: `stacks-…` on Grafana Cloud. */
    namespace: string;
    /** Objects in a page of a LIST, however many were asked for. */
    pageSize: number;
    /** Whether the data source answers a query. */
    answersQuery: (expr: string) => boolean;
  };
  readonly nextId: () => number;
  readonly nextResourceVersion: () => string;
  /** The server's clock in ms: it goes on by a fixed step with each request, so that a story repeats itself. */
  clock: number;
}

/** What a request takes on the server's clock, in ms. */
export const tick = 12;

export function createWorld(edition: Edition): World {
  let id = 0;
  let stored = 1_764_000_000_000_000;
  const big = edition.storage === 'unified' ? 4_000_000_000_000_000 : 0;
  return {
    edition,
    orgs: new Map([[1, organisation(1)]]),
    serviceAccounts: [],
    tokens: new Map(),
    settings: {
      hideVersion: false,
      databaseDown: false,
      quotaReached: false,
      namespace: 'default',
      pageSize: 500,
      answersQuery: () => true,
    },
    nextId: () => {
      id += 1;
      return big + id;
    },
    nextResourceVersion: () => {
      stored += 1;
      return String(stored);
    },
    clock: Math.floor(Date.now() / 1000) * 1000,
  };
}

export function organisation(id: number): Organisation {
  return { id, folders: new Map(), dashboards: new Map(), sources: new Map(), annotations: [] };
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An object's identity over all its versions. */
export function uuid({ storage }: Edition): string {
  if (storage === 'unified') return randomUUID();
  return `${[...randomBytes(43)].map((byte) => alphabet[byte % alphabet.length]).join('')}X`;
}

export const administrator: Account = { id: 1, login: 'admin', role: 'Admin', who: 'user:bf4dk8s1c2m9pb' };

export const now = ({ clock }: World): string => new Date(clock).toISOString().replace(/\.\d+Z$/, 'Z');
