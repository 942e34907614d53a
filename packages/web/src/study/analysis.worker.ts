/** Analysis off the page's thread. */
import { expose } from "comlink";
import { answering } from "./answering.ts";

declare const __VERSION__: string;

expose(answering(__VERSION__));
