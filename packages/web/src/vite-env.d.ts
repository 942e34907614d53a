/// <reference types="vite/client" />
declare const __VERSION__: string;
declare module "*.css";
declare module "elkjs/lib/elk-worker.min.js?url" {
  const url: string;
  export default url;
}
