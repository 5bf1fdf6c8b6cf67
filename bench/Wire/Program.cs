using Relevo.Wire;
using Relevo.Wire.Roles;

// The same program plays every part but the gateway: `wire bare 5001` is one endpoint, without a part it measures.
return args switch
{
    ["bare", var port] => await Server.RunAsync(port, new BareRole().HandleAsync),
    ["relay", var port, var application] => await Server.RunAsync(port, new RelayRole(new Uri(application)).HandleAsync),
    ["app", var port] => await Server.RunAsync(port, new AppRole().HandleAsync),
    _ => await Bench.RunAsync(args),
};
