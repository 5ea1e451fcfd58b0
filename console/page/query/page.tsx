export function QueryPage(_: {readonly pauseMs: number}) { return null; }
