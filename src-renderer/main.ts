/** The page's start: connects to the host, then shows the workstation. */
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app.vue';
import { takePerson } from './connection/person.ts';
import { takeToken } from './connection/token.ts';
import { createTranslations } from './locales/translations.ts';
import { createLook } from './look/look.ts';
import { createPageRouter } from './pages/router.ts';
import './look/page.css';

// Before the router reads the address: the token stands where its route would.
takeToken();
takePerson();

const cspNonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

createApp(App)
  .use(createPinia())
  .use(createTranslations())
  .use(createLook(cspNonce))
  .use(createPageRouter())
  .mount('#app');
