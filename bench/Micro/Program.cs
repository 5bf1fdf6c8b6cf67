using BenchmarkDotNet.Running;
using Relevo.Micro;
using Relevo.Micro.Timing;

// `timing` asks whether the signature check tells where a signature is wrong; everything else goes to BenchmarkDotNet.
return args switch
{
    ["timing", ..] => TimingReport.Run(args[1..]),
    _ => Results.Save(BenchmarkSwitcher.FromAssembly(typeof(Results).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, MicroConfig.Create())),
};
