export const surfaceSentences = {
  workerDied: {
    en: 'The surfaces in 3D could not be computed and stay as they are; your labels are safe. Open the case again to try once more.',
    'zh-CN': '三维表面无法计算，将保持现状；您的标注不受影响。请重新打开该病例再试一次。',
  },
} as const;
