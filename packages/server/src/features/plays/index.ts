export { createPlays } from './create-plays.ts';
export { homesOf, writePlay } from './play-store.ts';
