export const manifestName = 'manifest.json';

/** The file that lists what of an environment's folder is ours, and which definition each part came from. */
export interface Manifest {
  readonly schema: 'obsctl/manifest/v1';
  readonly project: string;
  readonly environment: string;
  readonly resources: readonly {
    readonly kind: string;
    readonly id: string;
    readonly path: string;
    readonly sha256: string;
    readonly origin: { readonly file: string; readonly line: number; readonly column: number };
  }[];
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
