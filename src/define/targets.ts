import { UserError } from '../errors.js';
import type { Auth, Tls } from './http-client.js';
import { mustFit, type OptionsOf } from './options.js';
import { mustBeSecret, type Secret } from './secret.js';
import type { Duration } from './vector.js';

/** How obsctl talks to a server over HTTP. Paths are those of the machine that runs obsctl. */
export interface HttpAccess {
  readonly url: string;
  readonly auth?: Auth;
  readonly tls?: Tls;
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Of one request. Default: 30s. */
  readonly timeout?: Duration;
  /** `http://host:port`. Default: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
  readonly proxy?: string;
}

interface CommonOptions {
  /** Unique in the environment. Default: the system's name. */
  readonly name?: string;
  /** Waves are applied one after another, and a failure stops the following ones. Default: 1. */
  readonly wave?: number;
}

/**
 * Commands that reach a folder on another machine. Each runs in a shell. `read` and `stage` find a folder of this
 * machine in `$OBSCTL_FOLDER`: `read` fills it with what the server has, `stage` carries it to `<folder>/.obsctl/staged`
 * there. It then holds `swap.sh` and `restore.sh`, which `swap` and `restore` only have to run on the server.
 */
export interface Commands {
  readonly read: string;
  readonly stage: string;
  readonly swap: string;
  readonly restore: string;
}

/** A folder that a server reads. */
export interface FolderAccess {
  /** On this machine, or with `commands` on the other one. */
  readonly folder: string;
  readonly commands?: Commands;
  /** Of files without secrets, as in 0o644. Those with secrets are 0600 always. */
  readonly mode?: number;
}

/** How a server is told to read its files again. */
export type Reload = 'http' | { readonly pidFile: string } | { readonly command: string };

export interface FilesTarget extends CommonOptions, FolderAccess {
  readonly system: 'files';
  /** The first part of the paths of a build: `prometheus`, `grafana`, `otel`. Default: all. */
  readonly parts?: readonly string[];
  /** Run after files have changed. */
  readonly reload?: { readonly pidFile: string } | { readonly command: string };
}

export interface PrometheusTarget extends CommonOptions, FolderAccess, HttpAccess {
  readonly system: 'prometheus';
  /** Default: http, which needs `--web.enable-lifecycle`. */
  readonly reload?: Reload;
  /** Checks files before they are swapped. Default: promtool, where it is installed; false: never. */
  readonly check?: string | false;
}

export interface AlertmanagerTarget extends CommonOptions, FolderAccess, HttpAccess {
  readonly system: 'alertmanager';
  readonly reload?: Reload;
  /** Checks files before they are swapped. Default: amtool, where it is installed; false: never. */
  readonly check?: string | false;
}

export interface BlackboxTarget extends CommonOptions, FolderAccess, HttpAccess {
  readonly system: 'blackbox';
  readonly reload?: Reload;
}

export interface CollectorTarget extends CommonOptions, FolderAccess {
  readonly system: 'collector';
  readonly reload?: { readonly pidFile: string } | { readonly command: string };
}

export interface GrafanaTarget extends CommonOptions, HttpAccess {
  readonly system: 'grafana';
  /** The organisation's number, for basic authentication; a token belongs to one anyway. */
  readonly organisation?: number;
  /** `stacks-<id>` on Grafana Cloud. Default: what the server says. */
  readonly namespace?: string;
  /** Whether people may change our dashboards in the browser; an apply then finds drift. Default: false. */
  readonly uiEdits?: boolean;
}

/** Rulers and Alertmanagers with a write API: Mimir, Cortex; of Loki the ruler only. */
export interface MimirTarget extends CommonOptions, HttpAccess {
  readonly system: 'mimir';
  /** Sent as X-Scope-OrgID. */
  readonly tenant?: string;
  /** The ruler's namespace that is ours. Default: the project's name. */
  readonly rules?: { readonly namespace?: string; readonly prefix?: string } | false;
  /** Whether the Alertmanager configuration is ours. Default: true. */
  readonly alertmanager?: boolean;
}

/** Manifests for a GitOps tool, written to a folder. */
export interface KubernetesTarget extends CommonOptions {
  readonly system: 'kubernetes';
  readonly folder: string;
  readonly namespace: string;
  /** On each manifest, so that the operator selects it: `{ release: 'kube-prometheus' }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The Secret that the Alertmanager resource names as `configSecret`. Default: alertmanager-config. */
  readonly configSecret?: string;
}

export type TargetConfig =
  | FilesTarget
  | PrometheusTarget
  | AlertmanagerTarget
  | BlackboxTarget
  | CollectorTarget
  | GrafanaTarget
  | MimirTarget
  | KubernetesTarget;

type Options<T extends TargetConfig> = Omit<T, 'system'>;

/** Where an environment runs: what `apply` writes to and `plan` compares with. */
export const target = {
  /** A folder of files as `obsctl build` makes them, for servers that read one. */
  files: (options: Options<FilesTarget>): FilesTarget => ({ system: 'files', ...folder(options) }),
  /** The folder that holds prometheus.yml, and the server that reads it. */
  prometheus: (options: Options<PrometheusTarget>): PrometheusTarget => ({
    system: 'prometheus',
    ...folder(http(options)),
  }),
  /** The folder that holds alertmanager.yml, and the server that reads it. */
  alertmanager: (options: Options<AlertmanagerTarget>): AlertmanagerTarget => ({
    system: 'alertmanager',
    ...folder(http(options)),
  }),
  /** The folder that holds blackbox.yml, and the exporter that reads it. */
  blackbox: (options: Options<BlackboxTarget>): BlackboxTarget => ({ system: 'blackbox', ...folder(http(options)) }),
  /** The folder that holds collector.yaml; the collector is told by a signal or a command. */
  collector: (options: Options<CollectorTarget>): CollectorTarget => ({ system: 'collector', ...folder(options) }),
  /** Dashboards, folders and data sources through Grafana's API. */
  grafana: (options: Options<GrafanaTarget>): GrafanaTarget => ({ system: 'grafana', ...http(options) }),
  /** Rule groups and the Alertmanager configuration through the API of Mimir or Cortex. */
  mimir: (options: Options<MimirTarget>): MimirTarget => ({ system: 'mimir', ...http(options) }),
  kubernetes: (options: Options<KubernetesTarget>): KubernetesTarget => ({ system: 'kubernetes', ...options }),
};

function http<T extends HttpAccess>(options: T): T {
  const what = `the target ${options.url}`;
  if (!/^https?:\/\/[^/\s@]+(\/\S*)?$/.test(options.url) || !URL.canParse(options.url)) {
    throw new UserError('the url of a target has to begin with http:// or https:// and to hold no password', {
      code: 'target/url',
      help: "credentials go to `auth`: bearerToken(secret.env('NAME')) or basicAuth(user, secret.env('NAME'))",
    });
  }
  if (options.auth?.auth === 'bearer') mustBeSecret(options.auth.token, `the token of ${what}`);
  if (options.auth?.auth === 'basic') mustBeSecret(options.auth.password, `the password of ${what}`);
  return { ...options, url: options.url.replace(/\/+$/, '') };
}

function folder<T extends FolderAccess>(options: T): T {
  if (options.folder !== '') return options;
  throw new UserError('the folder of a target is empty', { code: 'target/folder', help: 'name where its files lie' });
}

/** The branch or folder that remembers what was applied. */
export type StateConfig = GitState | FolderState;

export interface GitState {
  readonly state: 'git';
  readonly branch: string;
  /** Default: origin. */
  readonly remote: string;
}

export interface FolderState {
  readonly state: 'folder';
  readonly path: string;
}

interface GitOptions {
  readonly remote?: string;
}

const gitOptions: OptionsOf<GitOptions> = { remote: 'text?' };

/** Where it is kept what was applied last, so that every machine knows it. */
export const state = {
  /** A branch of the repository that holds the configuration; a push that is not a fast-forward is a lost race. */
  git: (branch: string, options: GitOptions = {}): GitState => {
    mustFit('state.git()', options, gitOptions);
    return { state: 'git', branch, remote: options.remote ?? 'origin' };
  },
  /** A folder that everybody who applies can write to; relative to the configuration. */
  folder: (path: string): FolderState => ({ state: 'folder', path }),
};
