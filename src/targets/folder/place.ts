/** Where a server's files lie, on this machine or behind commands. A swap replaces files one by one, each whole. */
export interface Place {
  /** A folder of this machine with what the server's holds. */
  readonly fetch: () => Promise<string>;
  /** Brings everything near, and changes nothing that the server reads. */
  readonly stage: (staged: Staged) => Promise<void>;
  /** Puts what is staged in the place of what is there, and keeps that. */
  readonly swap: () => Promise<void>;
  /** Takes the last swap back. */
  readonly restore: () => Promise<void>;
  readonly close: () => void;
}

export interface Staged {
  readonly files: readonly StagedFile[];
  readonly remove: readonly string[];
  /** Where the manifest goes, and its text: the last file to be put in place. */
  readonly manifest: { readonly path: string; readonly text: string };
}

export interface StagedFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}
