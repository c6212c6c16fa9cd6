import { currentEnvironment } from 'obsctl';
import { environments } from './environments.js';

/** The environment being compiled: definitions read their thresholds and switches here. */
export const env = currentEnvironment(environments);
