using System.Runtime.InteropServices;

namespace Relevo.Resilience.Notifications.Causes;

/// <summary>Somebody on one way to them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Listener(string Channel, string Recipient);
