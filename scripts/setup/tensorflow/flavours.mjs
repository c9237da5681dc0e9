/**
 * Which files of the official TensorFlow wheels are native TensorFlow for which system: names,
 * versions, checksums. Every wheel is one that a registry gives under exactly this name.
 *
 * @typedef {'cpu' | 'gpu'} Flavour
 *
 * @typedef {object} Wheel
 * @property {string} name the package, as pip knows it
 * @property {string} version
 * @property {string} platform pip's tag: it matches only exactly
 * @property {string} sha256
 * @property {number} megabytes of the file, for progress and for the disk
 *
 * @typedef {object} Build
 * @property {Flavour} flavour
 * @property {string} system `process.platform`-`process.arch`
 * @property {boolean} verified whether it was seen to compute; the others are said to be unverified
 * @property {readonly Wheel[]} wheels the first holds TensorFlow, the others what it loads beside it
 * @property {readonly string[]} libraries file names in the wheel's `tensorflow/`, for the linker
 * @property {number} unpackedMegabytes
 */

export const tensorflowVersion = '2.21.0';

/** The wheels differ by Python version only in modules that are left out here; any one would do. */
export const pythonVersion = '3.11';

const onLinux = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** @param {string} name @param {string} version @param {string} platform @param {number} megabytes @param {string} sha256 @returns {Wheel} */
const wheel = (name, version, platform, megabytes, sha256) => ({ name, version, platform, megabytes, sha256 });

/**
 * What the metadata of `tensorflow` 2.21.0 asks for under `and-cuda`, at the last versions of CUDA 12:
 * older ones do not know the newest cards, newer ones (13) are another ABI.
 */
const nvidia = [
  wheel('nvidia-cublas-cu12', '12.9.3.13', 'manylinux_2_27_x86_64', 582, 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'),
  wheel('nvidia-cuda-cupti-cu12', '12.9.79', 'manylinux_2_25_x86_64', 11, '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f'),
  wheel('nvidia-cuda-nvcc-cu12', '12.9.86', 'manylinux2010_x86_64', 41, '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'),
  wheel('nvidia-cuda-nvrtc-cu12', '12.9.86', 'manylinux2010_x86_64', 90, '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'),
  wheel('nvidia-cuda-runtime-cu12', '12.9.79', 'manylinux2014_x86_64', 4, '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'),
  wheel('nvidia-cudnn-cu12', '9.28.0.42', 'manylinux_2_27_x86_64', 717, '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'),
  wheel('nvidia-cufft-cu12', '11.4.1.4', 'manylinux2014_x86_64', 201, 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'),
  wheel('nvidia-curand-cu12', '10.3.10.19', 'manylinux_2_27_x86_64', 69, '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'),
  wheel('nvidia-cusolver-cu12', '11.7.5.82', 'manylinux_2_27_x86_64', 339, '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'),
  wheel('nvidia-cusparse-cu12', '12.5.10.65', 'manylinux2014_x86_64', 367, '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'),
  wheel('nvidia-nccl-cu12', '2.32.3', 'manylinux_2_27_x86_64', 352, 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'),
  wheel('nvidia-nvjitlink-cu12', '12.9.86', 'manylinux2010_x86_64', 40, 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'),
];

/** @type {readonly Build[]} */
const builds = [
  {
    flavour: 'cpu',
    system: 'linux-x64',
    verified: true,
    wheels: [wheel('tensorflow-cpu', tensorflowVersion, 'manylinux_2_27_x86_64', 274, '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c')],
    libraries: onLinux,
    unpackedMegabytes: 860,
  },
  {
    flavour: 'gpu',
    system: 'linux-x64',
    // Seen to load and to compute on the CPU where there is no driver; not yet on a GPU.
    verified: false,
    wheels: [
      wheel('tensorflow', tensorflowVersion, 'manylinux_2_27_x86_64', 573, '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'),
      ...nvidia,
    ],
    libraries: onLinux,
    unpackedMegabytes: 5_800,
  },
  {
    flavour: 'cpu',
    system: 'linux-arm64',
    verified: false,
    wheels: [wheel('tensorflow', tensorflowVersion, 'manylinux_2_27_aarch64', 282, '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c')],
    libraries: onLinux,
    unpackedMegabytes: 890,
  },
  {
    flavour: 'cpu',
    system: 'darwin-arm64',
    verified: false,
    wheels: [wheel('tensorflow', tensorflowVersion, 'macosx_12_0_arm64', 224, '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88')],
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    unpackedMegabytes: 900,
  },
];

/** @param {Flavour} flavour @param {string} [system] @returns {Build | undefined} */
export function findBuild(flavour, system = `${process.platform}-${process.arch}`) {
  return builds.find((build) => build.flavour === flavour && build.system === system);
}

/** @param {Build} build @returns {string} the name of its folder in the cache: another wheel, another folder */
export function folderNameOf(build) {
  return `tensorflow-${tensorflowVersion}-${build.flavour}-${build.system}-${build.wheels[0]?.sha256.slice(0, 8)}`;
}
