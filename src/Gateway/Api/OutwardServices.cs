using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Api;

/// <summary>What the API needs of the way out.</summary>
/// <param name="Intake">Takes sends.</param>
/// <param name="Pool">The numbers.</param>
/// <param name="Desk">The numbers as sending sees them.</param>
/// <param name="Client">Speaks to providers.</param>
/// <param name="Media">Fetches media.</param>
/// <param name="Waits">Says why sends wait.</param>
internal sealed record OutwardServices(SendIntake Intake, NumberPool Pool, SendDesk Desk, ProviderClient Client, MediaClient Media, WaitReasons Waits);
