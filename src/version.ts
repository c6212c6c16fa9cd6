/** Replaced with the version of package.json when the CLI is bundled. */
declare const __OBSCTL_VERSION__: string | undefined;

export const version: string = typeof __OBSCTL_VERSION__ === 'string' ? __OBSCTL_VERSION__ : '0.0.0-source';
