import { readPosture } from '../../main/device/posture/read-posture.ts';

// Reads the posture of the process it runs in, once something arrives on standard input.
process.stdin.once('data', () => {
  void readPosture({ appVersion: '0.1.0', profileFolder: process.cwd(), argv: process.argv, env: {} }).then((posture) => {
    process.stdout.write(JSON.stringify(posture));
    process.exit(0);
  });
});
