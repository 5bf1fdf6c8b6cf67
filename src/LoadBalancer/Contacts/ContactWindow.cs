using System.Runtime.InteropServices;

namespace Relevo.LoadBalancer.Contacts;

/// <summary>When a contact last wrote to a number, by the provider's clock.</summary>
/// <param name="Number">Our name of the number.</param>
/// <param name="LastInboundUtc">When.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ContactWindow(string Number, DateTimeOffset LastInboundUtc);
