/** In place of the console where it could not be built. */
export const NOT_BUILT = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>Saga Bistro: no console</title>
  <h1>The console is not built</h1>
  <p>To see why, type: <code>npm run check</code></p>
  <p>To build it, type: <code>npm start</code></p>
  <p>The services work without it: <a href="/docs/">the reference page</a> lists their routes, and
  <code>npm run saga -- ID</code> shows where a saga is.</p>
</html>
`
