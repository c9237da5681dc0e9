/** What is said of the desktop around Lamina: by `lamina doctor`, and where the window gives way to the browser. */

export const desktopSentences = {
  named: { en: '{name}', 'zh-CN': '{name}' },
  electron: { en: '{version} ({program})', 'zh-CN': '版本 {version}（{program}）' },
  electronRuns: { en: '{version}, open now', 'zh-CN': '{version}，正在运行' },
  noElectron: {
    en: 'not here, so Lamina opens in a browser; “npm run setup” fetches it where there is a display and a network.',
    'zh-CN': '未安装，因此 Lamina 在浏览器中打开；在有显示器和网络的计算机上，“npm run setup”会下载它。',
  },
  oldElectron: {
    en: '{version} ({program}) is too old for the page, which needs {oldest} or newer; Lamina opens in a browser.',
    'zh-CN': '{version}（{program}）版本过旧，页面需要 {oldest} 或更高版本；Lamina 将在浏览器中打开。',
  },
  noDisplay: {
    en: 'none; “lamina serve” prints an address to open in a browser on this computer.',
    'zh-CN': '无；“lamina serve”会显示一个地址，可在本机的浏览器中打开。',
  },
  noBrowser: {
    en: 'none found; install Firefox, Chromium or Chrome to use Lamina without Electron.',
    'zh-CN': '未找到；若不使用 Electron，请安装 Firefox、Chromium 或 Chrome。',
  },
  inBrowserNoDisplay: {
    en: 'There is no display here: open the address below in a browser on this computer.',
    'zh-CN': '此处没有显示器：请在本机的浏览器中打开下面的地址。',
  },
  inBrowserNoElectron: {
    en: 'There is no Electron here, so Lamina opens in the browser.',
    'zh-CN': '未找到 Electron，因此 Lamina 在浏览器中打开。',
  },
  inBrowserNotBuilt: {
    en: 'The desktop shell is not built, so Lamina opens in the browser; “npm run setup” builds it.',
    'zh-CN': '桌面外壳尚未构建，因此 Lamina 在浏览器中打开；“npm run setup”会构建它。',
  },
  inBrowserFailed: {
    en: 'Electron could not open a window here (it ended with {end}), so Lamina opens in the browser.',
    'zh-CN': 'Electron 无法在此打开窗口（退出状态：{end}），因此 Lamina 在浏览器中打开。',
  },
} as const;
