export type { Analyst } from "./analyst/analyst.ts";
export { AnalysisFailed, AnalysisTimeout, ThreadAnalyst } from "./analyst/analyst.ts";
export type { Answer, Job } from "./analyst/jobs.ts";
export { openApiDocument } from "./api/document.ts";
export { type App, type AppOptions, createApp } from "./app.ts";
export { type Logger, SILENT } from "./log.ts";
export { PortTaken, type Running, type ServeOptions, serve } from "./serve.ts";
export { Invitations } from "./session.ts";
export type { Template } from "./templates.ts";
