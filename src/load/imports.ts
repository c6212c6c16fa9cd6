/** Of each file that went into a bundle, the files that it imports; all relative to the root. */
export type Imports = Readonly<Record<string, readonly string[]>>;

/** These files and all that import any of them, directly or through others. */
export function importing(files: readonly string[], imports: Imports): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [file, imported] of Object.entries(imports)) {
    for (const one of imported) importers.set(one, [...(importers.get(one) ?? []), file]);
  }
  const found = new Set(files);
  // what is added on the way is visited too
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

/** These files and all that any of them imports, directly or through others. */
export function importedBy(files: readonly string[], imports: Imports): ReadonlySet<string> {
  const found = new Set(files);
  for (const file of found) for (const one of imports[file] ?? []) found.add(one);
  return found;
}
