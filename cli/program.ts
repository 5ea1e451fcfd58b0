import { Command } from 'commander';
import { STACK } from '../local/names.ts';
import { register as alerts } from './commands/alerts.ts';
import { register as backfill } from './commands/backfill.ts';
import { register as baseline } from './commands/baseline.ts';
import { register as compare } from './commands/compare.ts';
import { register as config } from './commands/config.ts';
import { register as console } from './commands/console.ts';
import { register as cost } from './commands/cost.ts';
import { register as datasets } from './commands/datasets.ts';
import { register as doctor } from './commands/doctor.ts';
import { register as erase } from './commands/erase.ts';
import { register as feed } from './commands/feed.ts';
import { register as formats } from './commands/formats.ts';
import { register as generate } from './commands/generate.ts';
import { register as inspect } from './commands/inspect.ts';
import { register as invoke } from './commands/invoke.ts';
import { register as logs } from './commands/logs.ts';
import { register as move } from './commands/move.ts';
import { register as prefer } from './commands/prefer.ts';
import { register as query } from './commands/query.ts';
import { register as rebuild } from './commands/rebuild.ts';
import { register as refresh } from './commands/refresh.ts';
import { register as remove } from './commands/remove.ts';
import { register as replay } from './commands/replay.ts';
import { register as report } from './commands/report.ts';
import { register as rollback } from './commands/rollback.ts';
import { register as run } from './commands/run.ts';
import { register as runs } from './commands/runs.ts';
import { register as secret } from './commands/secret.ts';
import { register as serve } from './commands/serve.ts';
import { register as show } from './commands/show.ts';
import { register as split } from './commands/split.ts';
import { register as start } from './commands/start.ts';
import { register as summary } from './commands/summary.ts';
import { register as sweep } from './commands/sweep.ts';
import { register as tariff } from './commands/tariff.ts';
import { register as upload } from './commands/upload.ts';
import { hintsFor, type Place } from './hints.ts';
import { type GlobalOptions, httpUrl, integer } from './options.ts';

/** The `energy` command: names and options only; what a command does is loaded when it is called. */
export function createProgram(): Command {
  const program = new Command('energy')
    .description('Upload energy readings, watch their analysis, replay it, and ask the results with SQL.')
    .option('--lake <dir>', "the lake's folder (.energy where you stand when it is there, else the project's)")
    .option('--port <number>', 'port of the local stack on 127.0.0.1', integer(0, 65_535), STACK.defaultPort)
    .option('--endpoint <url>', 'work with the stack at this address', httpUrl)
    .option('--stack <name>', 'work with this stack on AWS, with your own AWS credentials')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("('--help' shows what there is)")
    .hook('preAction', (called) => hintsFor(saidPlace(called)))
    .exitOverride();
  for (const register of [
    run,
    upload,
    inspect,
    formats,
    split,
    generate,
    feed,
    runs,
    show,
    logs,
    replay,
    backfill,
    invoke,
    query,
    report,
    baseline,
    compare,
    summary,
    datasets,
    alerts,
    rollback,
    remove,
    prefer,
    move,
    refresh,
    rebuild,
    sweep,
    erase,
    tariff,
    config,
    secret,
    cost,
    doctor,
    console,
    serve,
    start,
  ]) {
    register(program);
  }
  for (const command of program.commands) command.exitOverride().showHelpAfterError("('--help' shows what it takes)");
  return program;
}

/** The global options that the person gave; a default is not worth repeating. */
function saidPlace(program: Command): Place {
  const said = (name: keyof Place) => program.getOptionValueSource(name) === 'cli';
  const { lake, port, endpoint, stack } = program.opts<GlobalOptions>();
  return {
    lake: said('lake') ? lake : undefined,
    port: said('port') ? port : undefined,
    endpoint: said('endpoint') ? endpoint : undefined,
    stack: said('stack') ? stack : undefined,
  };
}
