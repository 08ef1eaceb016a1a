import type { HubExchange } from '../sync/hub-exchange.ts';
import type { OwnFactorsPorts } from './own-factors.ts';
import type { SharesAgain } from './unlock.ts';

/** What unlocking, and the agent's own factors, ask the hub: over the link that there is. */
export function hubQuestions(exchange: HubExchange): OwnFactorsPorts['hub'] & SharesAgain {
  return {
    get online() {
      return exchange.online;
    },
    get codeForgiven() {
      return exchange.secondFactor.codeForgiven;
    },
    get codeServes() {
      return exchange.codeServes;
    },
    request: (request) => exchange.requestShares(request),
    resume: (request) => exchange.resumeShares(request),
    replaceVerifier: (request) => exchange.replaceFactor({ c: 'verifier-replace', ...request }),
    verifierReplaced: (verifier) => exchange.verifierReplaced(verifier),
    replaceAuthenticator: (request) => exchange.replaceFactor({ c: 'totp-replace', ...request }),
    authenticatorReplaced: () => exchange.authenticatorReplaced(),
    replaceRecovery: (request) => exchange.replaceFactor({ c: 'recovery-replace', ...request }),
    recoveryCodesReplaced: () => exchange.recoveryCodesReplaced(),
  };
}
