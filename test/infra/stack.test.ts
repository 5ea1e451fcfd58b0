/**
 * What is asserted of the synthesized stack, part by part. One file for vitest, so that each stage is synthesized once
 * for all of them.
 */
import './stack/backfill.ts';
import './stack/monitoring.ts';
import './stack/nag.ts';
import './stack/policies.ts';
import './stack/template.ts';
import './stack/workflow.ts';
